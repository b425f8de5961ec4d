import { createHash } from 'node:crypto'
import { sha256 } from './forge.ts'

/** `AlgorithmIdentifier` of SHA-256 and the beginning of the digest (RFC 8017, section 9.2, note 1). */
const sha256Info = '3031300d060960864801650304020105000420'

const blockLength = 256

interface Block {
  /** Default: what RS256 has there. */
  readonly info?: string
  readonly type?: string
  readonly separator?: string
  /** Number of bytes between type and separator. Default: as many as there is room for. */
  readonly fillLength?: number
  readonly fill?: number
}

/** The block that RS256 signs: `00 01 FF … FF 00`, what the digest is, and the digest. Room that is left is garbage. */
export function padded(digest: Buffer, block: Block = {}): Buffer {
  const { info = sha256Info, type = '0001', separator = '00', fill = 0xff } = block
  const head = Buffer.from(type, 'hex')
  const tail = Buffer.concat([Buffer.from(separator + info, 'hex'), digest])
  const fillLength = block.fillLength ?? blockLength - head.length - tail.length
  const content = Buffer.concat([head, Buffer.alloc(fillLength, fill), tail])
  return Buffer.concat([content, Buffer.alloc(blockLength - content.length, 0x5a)])
}

const withByte = (block: Buffer, position: number, byte: number): Buffer => {
  block.writeUInt8(byte, position)
  return block
}

const sha1 = (input: Buffer): Buffer => createHash('sha1').update(input).digest()
const sha512 = (input: Buffer): Buffer => createHash('sha512').update(input).digest()

const lenient = 'RFC 8017, section 9.2, and CVE-2022-24773'
const garbage = 'RFC 8017, section 9.2, CVE-2006-4339, and CVE-2022-24772'

/** Blocks that are wrong in one place each, and right in the places that a careless verifier looks at. */
export const paddings: Readonly<
  Record<string, { readonly block: (input: Buffer) => Buffer; readonly source?: string }>
> = {
  'garbage behind the digest': {
    block: (input) => padded(sha256(input), { fillLength: 8 }),
    source: garbage,
  },
  'garbage behind the digest, and no fill': {
    block: (input) => padded(sha256(input), { fillLength: 0 }),
    source: garbage,
  },
  'one byte of garbage behind the digest': {
    block: (input) => padded(sha256(input), { fillLength: 201 }),
    source: garbage,
  },
  'no parameters of the hash': {
    block: (input) => padded(sha256(input), { info: '302f300b06096086480165030402010420' }),
    source: 'RFC 8017, appendix A.2.4, and CVE-2021-30246',
  },
  'parameters of the hash that are not null': {
    block: (input) => padded(sha256(input), { info: '3033300f060960864801650304020104025a5a0420' }),
    source: 'CVE-2022-24771',
  },
  'parameters of the hash with garbage': {
    block: (input) => padded(sha256(input), { info: '303530110609608648016503040201050004025a5a0420' }),
    source: 'CVE-2022-24771',
  },
  'a third member beside hash and digest': {
    block: (input) =>
      padded(Buffer.concat([sha256(input), Buffer.from('04025a5a', 'hex')]), {
        info: sha256Info.replace('3031', '3035'),
      }),
    source: 'CVE-2026-33894',
  },
  'a length in the long form, of the whole': {
    block: (input) => padded(sha256(input), { info: sha256Info.replace('3031', '308131') }),
    source: 'CVE-2014-1568',
  },
  'a length in a longer form, of the whole': {
    block: (input) => padded(sha256(input), { info: sha256Info.replace('3031', '308400000031') }),
    source: 'CVE-2014-1568',
  },
  'a length in the long form, of the digest': {
    block: (input) =>
      padded(sha256(input), { info: sha256Info.replace('3031', '3032').replace(/0420$/, '048120') }),
    source: 'CVE-2014-1568',
  },
  'an indefinite length of the whole': {
    block: (input) =>
      padded(Buffer.concat([sha256(input), Buffer.alloc(2)]), { info: sha256Info.replace('3031', '3080') }),
    source: lenient,
  },
  'a digest without a word about the hash': {
    block: (input) => padded(sha256(input), { info: '' }),
    source: lenient,
  },
  'a digest in an octet string alone': {
    block: (input) => padded(sha256(input), { info: '0420' }),
    source: lenient,
  },
  'SHA-1 in name and in fact': {
    block: (input) => padded(sha1(input), { info: '3021300906052b0e03021a05000414' }),
  },
  'SHA-1 in name, SHA-256 in fact': {
    block: (input) => padded(sha256(input), { info: '302d300906052b0e03021a05000420' }),
  },
  'SHA-384 in name, SHA-256 in fact': {
    block: (input) => padded(sha256(input), { info: sha256Info.replace('0402010500', '0402020500') }),
  },
  'SHA-512 in name and in fact': {
    block: (input) => padded(sha512(input), { info: '3051300d060960864801650304020305000440' }),
  },
  'an identifier that no hash has': {
    block: (input) => padded(sha256(input), { info: sha256Info.replace('0402010500', '04027f0500') }),
  },
  'the type of encryption': { block: (input) => padded(sha256(input), { type: '0002' }) },
  'the type zero': { block: (input) => padded(sha256(input), { type: '0000', fill: 0 }) },
  'a first byte that is not zero': { block: (input) => padded(sha256(input), { type: '0101' }) },
  'no first byte': { block: (input) => padded(sha256(input), { type: '01' }) },
  'a fill of zeros': { block: (input) => padded(sha256(input), { fill: 0 }) },
  'a fill of something': { block: (input) => padded(sha256(input), { fill: 0x5a }) },
  'one wrong byte at the beginning of the fill': {
    block: (input) => withByte(padded(sha256(input)), 2, 0xfe),
  },
  'one wrong byte at the end of the fill': {
    block: (input) => withByte(padded(sha256(input)), 203, 0x7f),
  },
  'a zero in the fill': { block: (input) => withByte(padded(sha256(input)), 100, 0) },
  'no zero behind the fill': { block: (input) => padded(sha256(input), { separator: 'ff' }) },
  'two zeros behind the fill': { block: (input) => padded(sha256(input), { separator: '0000' }) },
}

/** A number whose cube begins like the block, without its garbage. */
export function rootOfPrefix(block: Buffer, length: number): bigint {
  const prefix = block.subarray(0, endOfContent(block))
  const shift = BigInt(8 * (length - prefix.length))
  const target = BigInt(`0x${prefix.toString('hex')}`)
  const root = cubeRootAbove(target << shift)
  if ((root ** 3n) >> shift !== target) throw new Error('the cube does not begin like the block')
  return root
}

/** A number whose cube begins and ends like the block, and has garbage in place of the fill. */
export function rootOfPrefixAndSuffix(block: Buffer, length: number): bigint {
  const prefix = block.subarray(0, 10)
  const suffix = block.subarray(block.indexOf(0, 2))
  const high = cubeRootAbove(BigInt(`0x${prefix.toString('hex')}`) << BigInt(8 * (length - prefix.length)))
  const suffixBits = BigInt(8 * suffix.length)
  const root =
    ((high >> suffixBits) << suffixBits) + cubeRootModulo(BigInt(`0x${suffix.toString('hex')}`), suffixBits)
  const cube = Buffer.from((root ** 3n).toString(16).padStart(2 * length, '0'), 'hex')
  if (!cube.subarray(0, 4).equals(prefix.subarray(0, 4)) || !cube.subarray(-suffix.length).equals(suffix)) {
    throw new Error('the cube does not begin and end like the block')
  }
  return root
}

function endOfContent(block: Buffer): number {
  let end = block.length
  while (block.readUInt8(end - 1) === 0x5a) end--
  return end
}

/** The smallest number whose cube is no smaller. */
function cubeRootAbove(target: bigint): bigint {
  let low = 0n
  let high = 1n << BigInt(target.toString(2).length)
  while (low < high) {
    const middle = (low + high) / 2n
    if (middle ** 3n < target) low = middle + 1n
    else high = middle
  }
  return low
}

/** The number whose cube is the odd number, as far as the lowest bits go. */
function cubeRootModulo(odd: bigint, bits: bigint): bigint {
  let root = 1n
  for (let bit = 1n; bit < bits; bit++) {
    const difference = (root ** 3n - odd) & ((1n << (bit + 1n)) - 1n)
    if (difference !== 0n) root += 1n << bit
  }
  return root
}

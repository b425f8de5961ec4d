import { readFileSync } from 'node:fs'
import { basename } from 'node:path'

/**
 * A change that no test notices: the line that it begins at, and what becomes of it. Line numbers are left out, so that
 * lines may move.
 *
 * @typedef {{ file: string, line: string, becomes: string }} Survivor
 * @typedef {Awaited<ReturnType<import('@stryker-mutator/core').Stryker['runMutationTest']>>[number]} Mutant
 */

/**
 * Counts what became of the mutants of each file, and compares the survivors with those that are known.
 *
 * @param {readonly Mutant[]} mutants
 * @param {readonly Survivor[]} known
 */
export function report(mutants, known) {
  const files = [...new Set(mutants.map(({ fileName }) => fileName))].toSorted((a, b) => a.localeCompare(b))
  const rows = files.map((file) =>
    rowOf(
      basename(file),
      mutants.filter(({ fileName }) => fileName === file),
    ),
  )

  const stale = [...known]
  const faults = []
  for (const mutant of mutants) {
    if (mutant.status === 'RuntimeError')
      faults.push(`${placeOf(mutant)} cannot be run: ${mutant.statusReason}`)
    if (mutant.status !== 'Survived' && mutant.status !== 'NoCoverage') continue
    const survivor = survivorOf(mutant)
    // Each entry is for one mutant: the same change of the same line elsewhere needs an entry of its own.
    const index = stale.findIndex((entry) => isSame(entry, survivor))
    if (index === -1) faults.push(`${placeOf(mutant)} survived:\n${describe(survivor)}`)
    else stale.splice(index, 1)
  }
  for (const entry of stale)
    faults.push(`${entry.file}: not among the survivors any more:\n${describe(entry)}`)
  return { rows: [...rows, rowOf('all', mutants)], faults }
}

/**
 * @param {string} file
 * @param {readonly Mutant[]} mutants
 */
function rowOf(file, mutants) {
  const count = (/** @type {Mutant['status']} */ wanted) =>
    mutants.filter(({ status }) => status === wanted).length
  const killed = count('Killed')
  const survived = count('Survived')
  const timeout = count('Timeout')
  const uncovered = count('NoCoverage')
  const score = ((killed + timeout) / (killed + timeout + survived + uncovered)) * 100
  return { file, 'score %': Number(score.toFixed(1)), killed, survived, timeout, 'no coverage': uncovered }
}

/**
 * @param {Mutant} mutant
 * @returns {Survivor}
 */
function survivorOf({ fileName, location: { start, end }, replacement }) {
  const lines = readFileSync(fileName, 'utf8').split('\n')
  const line = lines[start.line - 1] ?? ''
  const rest = (lines[end.line - 1] ?? '').slice(end.column - 1)
  const becomes = line.slice(0, start.column - 1) + replacement + rest
  return { file: basename(fileName), line: line.trim(), becomes: becomes.replace(/\s+/g, ' ').trim() }
}

/**
 * @param {Survivor} one
 * @param {Survivor} other
 */
function isSame(one, other) {
  return one.file === other.file && one.line === other.line && one.becomes === other.becomes
}

/** @param {Mutant} mutant */
function placeOf({ fileName, location: { start } }) {
  return `${basename(fileName)}:${start.line}:${start.column}`
}

/** @param {Survivor} survivor */
function describe({ line, becomes }) {
  return `  - ${line}\n  + ${becomes}`
}

/** Express 4 beside Express 5. For what the tests do with them, the types of Express 5 fit both. */
declare module 'express4' {
  import express from 'express'
  export default express
}

// Loaded before a script by `node --import`: tells at the end which files the script loaded, as one line of JSON.
import { registerHooks } from 'node:module'

/** @type {string[]} */
const loaded = []

registerHooks({
  load(url, context, next) {
    if (url.startsWith('file:')) loaded.push(url)
    return next(url, context)
  },
})

process.on('exit', (code) => {
  if (code === 0) console.log(JSON.stringify(loaded))
})

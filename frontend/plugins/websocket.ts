/** Judges' sockets are websocket only: leaves the client library's other transports out of the page. */
import type { Plugin } from 'vite'

const TRANSPORTS = /engine\.io-client\/build\/esm\/transports\/index\.js$/
const LIBRARY = /engine\.io-client\/build\/esm\//
const ONLY_WEBSOCKET = "import { WS } from './websocket.js'\nexport const transports = { websocket: WS }\n"

export function websocketOnly(): Plugin {
  return {
    name: 'contest-websocket-only',
    apply: 'build',
    config: () => ({
      build: { rolldownOptions: { treeshake: { moduleSideEffects: [{ test: LIBRARY, sideEffects: false }] } } },
    }),
    load: {
      filter: { id: TRANSPORTS },
      handler: () => ONLY_WEBSOCKET,
    },
  }
}

import { vitePreprocess } from '@sveltejs/vite-plugin-svelte'

/** The class that keeps a component's styles to itself: it stands at nearly every element, so it is short. */
const cssHash = ({ hash, css, filename }) => `s${hash(filename ?? css).slice(-5)}`

export default { preprocess: vitePreprocess(), compilerOptions: { runes: true, cssHash } }

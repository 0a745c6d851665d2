/** What makes the judge's page an app on a home screen: manifest and icons, built beside it and named in its head. */
import type { HtmlTagDescriptor, Plugin } from 'vite'
import { readTexts } from './catalogue.ts'
import { iconPng, iconSvg } from './icon.ts'

const SIDES = [180, 192, 512]
const link = (rel: string, href: string): HtmlTagDescriptor => ({ tag: 'link', attrs: { rel, href }, injectTo: 'head' })

function manifest(catalogues: string): string {
  const title = (language: string) => readTexts(catalogues, language, 'judge')['judge.title'] ?? ''
  const png = (side: number) => ({ src: `icon-${side}.png`, sizes: `${side}x${side}`, type: 'image/png', purpose: 'any maskable' })
  return JSON.stringify({
    ...{ id: '/judge', start_url: '/judge', scope: '/judge', lang: 'zh-CN', display: 'standalone' },
    ...{ name: `${title('zh')} · ${title('en')}`, short_name: title('zh') },
    ...{ background_color: '#faf8f3', theme_color: '#faf8f3' },
    icons: [{ src: 'icon.svg', sizes: 'any', type: 'image/svg+xml' }, ...SIDES.map(png)],
  })
}

/** `page` is the one whose head names them; `catalogues` the folder of the texts. */
export function installable(page: string, catalogues: string): Plugin {
  let on = false
  return {
    name: 'contest-installable',
    apply: 'build',
    configResolved(config) {
      on = Object.keys(config.build.rolldownOptions.input ?? {}).includes(page)
    },
    generateBundle() {
      if (!on) return
      const emit = (fileName: string, source: string | Uint8Array) => this.emitFile({ type: 'asset', fileName, source })
      emit('judge.webmanifest', manifest(catalogues))
      emit('icon.svg', iconSvg())
      for (const side of SIDES) emit(`icon-${side}.png`, iconPng(side))
    },
    transformIndexHtml: (_html, { path }) =>
      path.includes(`/${page}/`)
        ? [
            link('icon', '/static/icon.svg'),
            link('manifest', '/static/judge.webmanifest'),
            link('apple-touch-icon', '/static/icon-180.png'),
          ]
        : [],
  }
}

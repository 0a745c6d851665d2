/** What a browser calls itself, in two words that people know. Pure. */
const BROWSERS: [RegExp, string][] = [[/MicroMessenger/, '微信'], [/Edg\//, 'Edge'], [/Firefox\//, 'Firefox'], [/Chrome\//, 'Chrome'], [/Safari\//, 'Safari']]
const SYSTEMS: [RegExp, string][] = [[/Android/, 'Android'], [/iPhone|iPad/, 'iOS'], [/Windows/, 'Windows'], [/Mac OS X/, 'macOS'], [/Linux/, 'Linux']]

const first = (list: [RegExp, string][], agent: string) => list.find(([sign]) => sign.test(agent))?.[1]

/** "Chrome · Windows"; what nobody knows is shown as it is, shortened. */
export function browserOf(agent: string): string {
  const known = [first(BROWSERS, agent), first(SYSTEMS, agent)].filter(Boolean)
  return known.length ? known.join(' · ') : agent.slice(0, 40) || '–'
}

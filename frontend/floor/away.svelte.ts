/** The floor while the server is away: who is signed in, the contests and the open one, as they were last heard of. */
import { desk } from '../console/desk.svelte.ts'
import { forgetAll, keep, recall } from './kept.ts'

/** For the page's lifetime; called while its component is made. */
export function keepDesk(): void {
  $effect(() => {
    if (desk.session === null) forgetAll()
    else if (!desk.lost) {
      if (desk.session) keep('session', { ...desk.session, csrf: '' })
      if (desk.contests) keep('contests', desk.contests)
    }
  })
  $effect(() => {
    if (desk.contest && !desk.lost) keep(`contest/${desk.contest.id}`, desk.contest)
  })
  $effect(() => {
    if (!desk.lost) return
    if (desk.session === undefined) bring('session', 'session')
    if (desk.session && !desk.contests) bring('contests', 'contests')
    if (desk.session && desk.route.contest && !desk.contest) bring('contest', `contest/${desk.route.contest}`)
  })
}

function bring(field: 'session' | 'contests' | 'contest', name: string): void {
  const kept = recall<never>(name)
  if (!kept) return
  desk[field] = kept.value
  desk.truth ??= kept.at
}

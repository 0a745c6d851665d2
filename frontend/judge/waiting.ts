/** A device that waits for the chief: it asks until it is let in, told no, or its ten minutes are over. */
import { post, Refused } from '../shared/api.ts'
import type { Device } from './types.ts'

const EVERY = 2000 // ms

/** Resolves to the device once it is in; throws Refused for the chief's no. Silence is asked again. */
export async function letIn(waiting: Device, goesOn: () => boolean): Promise<Device | null> {
  while (goesOn()) {
    try {
      const device = await post('/api/pair/waiting', { token: waiting.token })
      if (!device.waiting) return device
    } catch (fault) {
      if (fault instanceof Refused) throw fault
    }
    await new Promise((resolve) => setTimeout(resolve, EVERY))
  }
  return null
}

/** What the office calls this device: system and browser, as far as the browser tells. */
export function deviceLabel(agent: string): string {
  const system = /iPad|iPhone|HarmonyOS|Android|Windows|Macintosh|Linux/.exec(agent)?.[0] ?? ''
  const model = /Android [\d.]+; ([^;)]+?)(?: Build|[;)])/.exec(agent)?.[1] ?? ''
  const app = /MicroMessenger/.test(agent) ? 'WeChat' : (/Edg|Firefox|Chrome|Safari/.exec(agent)?.[0] ?? '').replace('Edg', 'Edge')
  return [model.length > 1 ? model : system.replace('Macintosh', 'Mac'), app].filter(Boolean).join(' · ').slice(0, 80)
}

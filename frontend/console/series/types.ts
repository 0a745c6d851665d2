/** Several contests under one name, as the server tells it. */
import type { Text } from '../../shared/i18n.ts'

export interface Series { id: string; title: Text; contests: string[] }

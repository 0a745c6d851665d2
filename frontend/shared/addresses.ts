/** What each address of the API takes and gives, read from its document (scripts/types.sh). All of this is erased. */
import type { paths } from '../generated/api.ts'

type Method = 'get' | 'post' | 'delete'
type Paths<M extends Method> = { [P in keyof paths]: paths[P][M] extends { responses: unknown } ? P : never }[keyof paths]
type Path<A extends string> = A extends `${infer P}?${string}` ? P : A
type Operation<A extends string, M extends Method> = Path<A> extends keyof paths ? paths[Path<A>][M] : never
type Asked<Q> = [NonNullable<Q>] extends [never] ? never : keyof NonNullable<Q> & string
type Query<P extends keyof paths, M extends Method> = paths[P][M] extends { parameters: { query?: infer Q } } ? Asked<Q> : never

/** The addresses of a method as the document writes them (at.ts), and with what they may be asked: `…?line=7`. */
export type Address<M extends Method> = { [P in Paths<M>]: P | `${P}?${Query<P, M>}=${string}` }[Paths<M>]
export type Answer<A extends string, M extends Method> =
  Operation<A, M> extends { responses: { 200: { content: { 'application/json': infer Told } } } } ? Told : unknown
/** Files go as a form. */
export type Body<A extends string, M extends Method> =
  Operation<A, M> extends { requestBody?: infer Said }
    ? [NonNullable<Said>] extends [never]
      ? Record<string, never>
      : NonNullable<Said> extends { content: { 'application/json': infer Json } } ? Json : FormData
    : never

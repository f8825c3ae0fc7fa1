/**
 * How values travel through the membrane between the host and the plugin's machine: as one JSON text
 * and, beside it, the bytes. In the JSON every array is a pair or triple of a tag and what belongs to
 * it; numbers, strings, booleans, null and objects stand for themselves.
 *
 * | tag          | then                                                                     |
 * | ------------ | ------------------------------------------------------------------------ |
 * | `list`       | the entries                                                              |
 * | `undefined`  |                                                                          |
 * | `number`     | text of a number that JSON has no form for                               |
 * | `bytes`      | index into the bytes beside the JSON                                     |
 * | `mixed`      |                                                                          |
 * | `api`        | id of an API object, id of its class, and at first use the class members |
 * | `apis`       | list of pairs of class id and members; ids and class ids of objects, in turn |
 * | `callback`   | id of a function of the plugin                                           |
 * | `promise`    | id of a promise of the host                                              |
 */
export type Wire =
  null | boolean | number | string | readonly Wire[] | { readonly [key: string]: Wire };

/** Members of a class of API objects; `readonly` ones have no setter. */
export type ClassMembers = readonly (readonly [
  name: string,
  kind: 'method' | 'readonly' | 'writable',
])[];

export interface Parcel {
  readonly json: string;
  readonly buffers: readonly ArrayBuffer[];
}

// What the type tests say about types: two types are the same, or they are not.
// Owns: that one comparison. Must not: know any type of the package.

/** `true` only for the same type: neither `any`, nor one that is merely assignable. */
export type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Does not compile unless the type is `true`. */
export declare function expect<_T extends true>(): void;

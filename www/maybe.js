// Values that may be promises: a store may answer at once or later, and what can be known at once should be.

const isLater = (value) => typeof value?.then === "function";

export const whenKnown = (value, next) => (isLater(value) ? value.then(next) : next(value));

export const all = (values) => (values.some(isLater) ? Promise.all(values) : values);

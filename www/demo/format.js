// Moments and durations in words. Pure: the caller says what time it is.

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "in 7 h 59 min": two units at most, rounded down so that it never promises time that is not there. */
export function countdown(secondsLeft) {
  const left = Math.floor(secondsLeft);
  if (left <= 0) return "expired";
  if (left < MINUTE) return `in ${left} s`;
  if (left < HOUR) return `in ${Math.floor(left / MINUTE)} min`;
  if (left < DAY) return `in ${Math.floor(left / HOUR)} h ${Math.floor((left % HOUR) / MINUTE)} min`;
  return `in ${Math.floor(left / DAY)} d ${Math.floor((left % DAY) / HOUR)} h`;
}

/** Today's moments need no date; a reader's own locale and time zone decide the rest. */
export function localTime(date, now) {
  const sameDay = date.toDateString() === now.toDateString();
  return new Intl.DateTimeFormat(undefined, {
    ...(sameDay ? {} : { dateStyle: "medium" }),
    timeStyle: "short",
  }).format(date);
}

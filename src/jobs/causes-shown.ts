/** A sprint's close is hundreds of deliveries: a line of the log names so many. */
const mostShown = 20;

/** Deliveries as the log names them beside what was done about them. */
export function causesShown(requestIds: readonly string[]) {
  return { requestIds: requestIds.slice(0, mostShown), requests: requestIds.length };
}

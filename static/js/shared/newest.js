/** Work that is wanted again and again, and of which the newest alone counts. */

/**
 * A function that asks for `act`. It is done once at a time; what is asked meanwhile is done together afterwards.
 * @param {(isStale: () => boolean) => Promise<void>} act is told whether it has been asked again by now
 * @returns {() => Promise<void>}
 */
export function newest(act) {
  let isBusy = false;
  let isStale = false;
  return async () => {
    isStale = true;
    if (isBusy) return;
    isBusy = true;
    while (isStale) {
      isStale = false;
      await act(() => isStale);
    }
    isBusy = false;
  };
}

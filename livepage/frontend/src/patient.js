// Stands in for AbortSignal.timeout: anywidget gives a view's code two seconds to come, and if it comes later, drops
// every message of Python to that view.  On a slow connection it comes later.
export const timeoutThatWaits = () => new AbortController().signal;

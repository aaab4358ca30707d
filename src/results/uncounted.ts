/** Says which exposures no result counts. */

/** Reasons of those: everybody gets that variant, or a crawler asked for it. */
export const UNCOUNTED = ['divert', 'bot'] as const;

/** Whether an exposure is in no result. */
export const isUncounted = (reason: string): boolean => UNCOUNTED.some((one) => one === reason);

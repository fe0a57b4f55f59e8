// The machine that has the limits of a network, by its padding (prediction.py: partner).

/** @type {Record<string, string>} */
export const PARTNERS = { zeros: "bbELS", circular: "ELS" };

// The machine that has the limits of a network, by its padding (mosaics.prediction: partner).

/** @type {Record<string, string>} */
export const PARTNERS = { zeros: "bbELS", circular: "ELS" };

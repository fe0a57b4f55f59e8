export const REST = 12; // ms of work between two looks at the inbox

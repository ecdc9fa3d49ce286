/** A certificate without its first and last line, as one line. */
export const certificateBody = (pem: string): string =>
  pem.replaceAll(/-----[A-Z ]+-----/g, '').replaceAll(/\s+/g, '');

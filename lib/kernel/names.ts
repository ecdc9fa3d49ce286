/** A DNS label (RFC 1123): 1 to 63 of `a-z0-9-`, first and last no dash. What namespaces are named by. */
export const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** A name of most objects: DNS labels of any length, at most 253 characters in all. */
export const DNS_SUBDOMAIN =
  /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

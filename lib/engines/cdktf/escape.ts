/** Terraform would read `${…}` and `%{…}` in a text as its own; cdktf's tokens must stay. */
export const escapeTemplates = (text: string): string =>
  text.replace(/([$%])\{(?!TfToken\[)/g, '$1$1{');

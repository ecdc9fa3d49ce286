/**
 * What is wrong with a place that machines download from, if anything: installers have it in their
 * text. `file:///srv/downloads` is a folder on the machines themselves.
 */
export function downloadsError(place: string | undefined): string | undefined {
  return place === undefined || /^(https?|file):\/\/[\w.:/~%+@=[\]-]+$/.test(place)
    ? undefined
    : `'${place}' is no place to download from; write one such as \`https://mirror.example.com/github\`, or \`file:///srv/downloads\` for a folder on the machines`;
}

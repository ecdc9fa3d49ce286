// Rules for what scripts and units of machines are written from.

/** Folders that much else is in: they must not get another owner, other rights, or be emptied. */
const SHARED =
  /^\/(bin|boot|dev|etc|home|lib|lib64|media|mnt|opt|proc|root|run|sbin|srv|sys|tmp|usr|var|usr\/local|var\/(backups|cache|lib|log|spool|tmp))$/;

/** Whether others have things of their own in a folder too. */
export const isShared = (folder: string): boolean => SHARED.test(folder);

/** What is wrong with a time in systemd's `OnCalendar` words, if anything. */
export const scheduleError = (schedule: string | undefined): string | undefined =>
  schedule === undefined || /^[\w *:./,~-]+$/.test(schedule)
    ? undefined
    : `the time '${schedule}' is none of systemd's, such as \`*-*-* 02:00:00\``;

/** A moment as part of a file name: `YYYYMMDD_HHMMSS`, local time. */
export function timeStampName(moment: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${moment.getFullYear()}${two(moment.getMonth() + 1)}${two(moment.getDate())}`;
  return `${day}_${two(moment.getHours())}${two(moment.getMinutes())}${two(moment.getSeconds())}`;
}

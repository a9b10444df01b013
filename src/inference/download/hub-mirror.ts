/** Where Hugging Face serves files from. */
const HUB = 'https://huggingface.co';

/**
 * Where a file is asked for: addresses of Hugging Face first at the mirror that `HF_ENDPOINT` names, as its own tools do it,
 * then at their own place. Sizes and hashes are those of the file, whoever hands it out.
 * @param endpoint address of the mirror; default: `HF_ENDPOINT` of the environment
 * @returns at least one address; an endpoint that is no http(s) address counts as none
 */
export function hubAddresses(url: string, endpoint = process.env.HF_ENDPOINT ?? ''): string[] {
  if (!url.startsWith(`${HUB}/`) || !/^https?:\/\/[^/\s]+/.test(endpoint)) return [url];
  const mirrored = endpoint.replace(/\/+$/, '') + url.slice(HUB.length);
  return mirrored === url ? [url] : [mirrored, url];
}

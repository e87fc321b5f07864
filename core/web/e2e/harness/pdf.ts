import { buffer } from 'node:stream/consumers';
import { PDFParse } from 'pdf-parse';
import type { Download } from 'playwright-core';

/** The file that the browser was given to keep. */
export async function bytesOf(download: Download): Promise<Uint8Array> {
  return new Uint8Array(await buffer(await download.createReadStream()));
}

export const isPdf = (bytes: Uint8Array): boolean => Buffer.from(bytes.subarray(0, 4)).toString() === '%PDF';

/** The words of a PDF, with all white space made one blank. */
export async function textOf(bytes: Uint8Array): Promise<string> {
  const parser = new PDFParse({ data: bytes });
  try {
    return (await parser.getText()).text.replaceAll(/\s+/g, ' ');
  } finally {
    await parser.destroy();
  }
}

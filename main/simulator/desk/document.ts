import PDFDocument from 'pdfkit';

/**
 * A made-up PDF (A4) with the name on every page. Signs that the PDF base fonts lack are written without their accents,
 * or as a dot. Rejects where pdfkit fails.
 */
export function demoDocument(name: string, pages = 1): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const document = new PDFDocument({ size: 'A4', margin: 56, autoFirstPage: false, info: { Title: plain(name) } });
    const chunks: Uint8Array[] = [];
    document.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    document.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
    document.on('error', reject);
    for (let page = 1; page <= pages; page++) drawPage(document, plain(name), page, pages);
    document.end();
  });
}

function drawPage(document: PDFKit.PDFDocument, name: string, page: number, pages: number): void {
  document.addPage();
  document.rect(0, 0, document.page.width, 24).fill('#0f4c5c');
  document.fill('#111111').font('Helvetica-Bold').fontSize(24).text(name, 56, 72);
  document.font('Helvetica').fontSize(12).text(`Page ${page} of ${pages}`, { lineGap: 12 });
  for (let line = 1; line <= 12; line++) {
    document.text(`Line ${line}. A made-up document of the demo tenant, printed to show where paper comes out.`, { lineGap: 6 });
  }
}

/** The text in letters of Latin-1, which the base fonts have. */
function plain(text: string): string {
  return [...text]
    .map((sign) => (/^[\x20-\x7e\xa0-\xff]$/.test(sign) ? sign : sign.normalize('NFD').replaceAll(/[^\x20-\x7e]/g, '')) || '·')
    .join('');
}

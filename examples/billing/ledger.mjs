import { createHash } from 'node:crypto';

/**
 * @typedef {'OPEN' | 'OVERDUE' | 'PAID'} InvoiceStatus
 * @typedef {{ id: string, number: string, amount: number, currency: string, issuedAt: string, status: InvoiceStatus,
 *   identification: string, caseNumbers: readonly string[] }} Invoice
 * @typedef {{ identification: string, caseNumbers: readonly string[] }} Account
 * @typedef {ReturnType<typeof createLedger>} Ledger
 */

/** @type {readonly InvoiceStatus[]} */
const statuses = ['OPEN', 'PAID', 'PAID', 'OVERDUE'];
const dayMs = 86_400_000;
const firstDayAt = Date.UTC(2026, 0, 2, 15);

/**
 * Invoices that follow from the customer's document number alone, so that the example needs no data of its own and says
 * the same on every start. An account is opened at start, with the cases its invoices are about, or the first time
 * somebody asks for it, without any.
 *
 * @param {readonly Account[]} accounts
 */
export function createLedger(accounts) {
  /** @type {Map<string, readonly Invoice[]>} */
  const invoicesByCustomer = new Map();
  /** @type {Map<string, Invoice>} */
  const invoicesById = new Map();
  /** @type {Map<string, Invoice[]>} */
  const invoicesByCase = new Map();

  /** @param {Account} account @param {number} leastInvoices */
  function openAccount({ identification, caseNumbers }, leastInvoices) {
    const invoices = writeInvoices(identification, caseNumbers, leastInvoices);
    invoicesByCustomer.set(identification, invoices);
    for (const invoice of invoices) {
      invoicesById.set(invoice.id, invoice);
      for (const caseNumber of invoice.caseNumbers) {
        invoicesByCase.set(caseNumber, [...(invoicesByCase.get(caseNumber) ?? []), invoice]);
      }
    }
    return invoices;
  }

  for (const account of accounts) openAccount(account, 1);

  return {
    /** @param {string} id */
    invoiceById: (id) => invoicesById.get(id) ?? null,
    /** @param {string} identification */
    invoicesOfCustomer: (identification) =>
      invoicesByCustomer.get(identification) ?? openAccount({ identification, caseNumbers: [] }, 0),
    /** @param {string} caseNumber */
    invoicesOfCase: (caseNumber) => invoicesByCase.get(caseNumber) ?? [],
    /** @param {number} count */
    latestInvoices: (count) => [...invoicesById.values()].sort(newestFirst).slice(0, count),
  };
}

/**
 * Up to three invoices, newest first, with the cases dealt out among them.
 *
 * @param {string} identification @param {readonly string[]} caseNumbers @param {number} leastInvoices
 * @returns {Invoice[]}
 */
function writeInvoices(identification, caseNumbers, leastInvoices) {
  const count = Math.max(leastInvoices, digestOf(identification).readUInt8(0) % 4);
  return Array.from({ length: count }, (_, place) => {
    const digest = digestOf(`${identification}/${String(place)}`);
    return {
      id: `inv_${digest.toString('hex', 0, 6)}`,
      number: `FV-${String(100_000 + (digest.readUInt32BE(6) % 900_000))}`,
      amount: 1000 * (20 + (digest.readUInt16BE(10) % 2480)),
      currency: 'COP',
      issuedAt: new Date(firstDayAt + (digest.readUInt8(12) % 240) * dayMs).toISOString(),
      status: statuses[digest.readUInt8(13) % statuses.length] ?? 'OPEN',
      identification,
      caseNumbers: caseNumbers.filter((_caseNumber, index) => index % count === place),
    };
  }).sort(newestFirst);
}

/** @param {string} text */
function digestOf(text) {
  return createHash('sha256').update(text).digest();
}

/** @param {Invoice} left @param {Invoice} right */
function newestFirst(left, right) {
  return right.issuedAt.localeCompare(left.issuedAt) || left.id.localeCompare(right.id);
}

/** What a document can be. */
export type DocumentType = 'invoice' | 'receipt' | 'credit-note' | 'purchase-order' | 'statement' | 'letter' | 'other';

/** One line of the table. Money is a decimal string in the document's currency; `quantity` and `unitPrice` may have more decimals. */
export type InvoiceLine = { description: string; quantity?: string | null; unitPrice?: string | null; amount: string };

/**
 * What was read off a document: the output of the extract step (invoice.schema.json is the same as JSON Schema).
 * Money: decimal strings such as "1234.50", credit notes as they are printed. Dates: YYYY-MM-DD. Currency: ISO 4217. Countries: ISO 3166-1 alpha-2.
 * What is not on the document is null or absent, with confidence 0. `confidence` is 0..1 per field.
 */
export type Fields = {
  documentType: DocumentType;
  supplier: { name: string | null; taxId?: string | null; iban?: string | null; country?: string | null };
  customer: { name?: string | null; country?: string | null };
  number: string | null;
  issueDate: string | null;
  dueDate?: string | null;
  currency: string | null;
  lines: InvoiceLine[];
  subtotal?: string | null;
  discount?: string | null;
  shipping?: string | null;
  tax?: string | null;
  total: string | null;
  confidence: Confidence;
};

export type Confidence = Record<
  | 'documentType'
  | 'supplier'
  | 'customer'
  | 'number'
  | 'issueDate'
  | 'dueDate'
  | 'currency'
  | 'lines'
  | 'subtotal'
  | 'discount'
  | 'shipping'
  | 'tax'
  | 'total',
  number
>;

/** The fields without which an invoice cannot be booked. */
export const REQUIRED = ['documentType', 'supplier', 'number', 'issueDate', 'currency', 'total'] as const;

/** Below this a person looks at the field. */
export const SURE = 0.9;

/** The required fields that a person has to look at: absent, or less sure than {@link SURE}. */
export const unsure = (fields: Fields): (typeof REQUIRED)[number][] =>
  REQUIRED.filter((field) => isAbsent(fields, field) || (fields.confidence[field] ?? 0) < SURE);

const isAbsent = (fields: Fields, field: (typeof REQUIRED)[number]): boolean =>
  !(field === 'supplier' ? fields.supplier.name : fields[field]);

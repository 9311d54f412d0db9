/** Small words that tell the languages of Western business papers apart, with the labels such papers carry. */
const WORDS: Record<string, string> = {
  en: 'the and of to for invoice date total due amount number from terms thank you your order tax please payment description quantity',
  de: 'und der die das für rechnung datum betrag gesamt mwst ust nr vom zahlbar bitte menge einzelpreis lieferung ihre wir netto brutto kundennummer',
  fr: 'et le la les des pour facture date montant total tva du au échéance quantité prix unitaire désignation paiement client votre',
  es: 'y el la los de para factura fecha importe total iva cantidad precio descripción vencimiento cliente pago base imponible',
  it: 'e il lo la gli di per fattura data importo totale iva quantità prezzo descrizione scadenza cliente pagamento imponibile',
  nl: 'en de het een van voor factuur datum bedrag totaal btw aantal prijs omschrijving vervaldatum klant factuurnummer betaling',
  pl: 'i do na z faktura data kwota razem vat ilość cena nazwa termin płatności nabywca sprzedawca brutto netto wartość',
  pt: 'e o a os de para fatura data valor total iva quantidade preço descrição vencimento cliente pagamento',
  sv: 'och för faktura datum belopp summa moms antal pris att betala förfallodatum fakturanummer',
};

/** The language of a text as an ISO 639-1 code, by its commonest words; `und` when nothing speaks for one. */
export function language(text: string): string {
  const counts = new Map<string, number>();
  for (const word of text.toLowerCase().match(/\p{L}+/gu) ?? []) counts.set(word, (counts.get(word) ?? 0) + 1);
  const scores = Object.entries(WORDS).map(([code, words]) => ({
    code,
    hits: words.split(' ').filter((word) => counts.has(word)).length,
  }));
  const [best] = scores.sort((a, b) => b.hits - a.hits);
  return best && best.hits >= 2 ? best.code : 'und';
}

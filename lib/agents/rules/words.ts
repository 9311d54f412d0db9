/** What a label on a business paper means. */
export type Meaning =
  | 'number'
  | 'otherNumber'
  | 'orderNumber'
  | 'anyNumber'
  | 'issueDate'
  | 'dueDate'
  | 'otherDate'
  | 'anyDate'
  | 'total'
  | 'anyTotal'
  | 'subtotal'
  | 'tax'
  | 'discount'
  | 'shipping'
  | 'paid'
  | 'supplier'
  | 'payee'
  | 'customer'
  | 'shipTo';

/** Regular expressions between semicolons, blanks around them aside: a dictionary reads better than a list of strings. */
export const patterns = (text: TemplateStringsArray, ...values: string[]): string[] =>
  String.raw(text, ...values)
    .split(';')
    .map((pattern) => pattern.trim());

const NO = String.raw`(?:no|nr|num|number|#|n\.o|\u2116)\.?`;

/**
 * The labels of business papers: English first, then German, French, Spanish, Italian, Dutch, Polish, Portuguese and Swedish.
 * Written over text in lower case without accents. The longest match at a place wins, so "total vat" is not a total.
 */
export const WORDS: Record<Meaning, string[]> = {
  number: patterns`
    (?:tax |vat |commercial |sales )?(?:invoice|inv|bill|receipt|credit note|credit memo|credit|statement)(?: ?[-/] ?| )?(?:${NO}|id|ref\.?|reference)(?=[^a-z]|$) ;
    document no\.? ; document number ; (?:rechnung|rg|gutschrift|beleg|quittung|bon)s?[- ]?(?:nr|nummer|no)\.? ;
    facture n[o.]* ;
    (?:n[o.]*|numero|num\.?|ref\.?|reference) (?:de )?(?:la )?(?:facture|d'avoir|avoir|recu|ticket) ; avoir n[o.]* ;
    recu n[o.]* ; (?:n[.o]*|numero|num\.?) (?:de )?(?:la )?(?:factura|ticket|recibo) ;
    factura (?:n[.o]*|num\.?|numero) ; fattura (?:n[.ro]*|num\.?|numero) ;
    (?:n[.ro]*|num\.?|numero) (?:della )?(?:fattura|documento) ; factuur ?-?(?:nr|nummer|no)\.? ;
    creditnota ?-?(?:nr|nummer) ; faktura (?:vat )?(?:nr|numer) ; (?:nr|numer) (?:faktury|dokumentu|paragonu) ;
    faktura ?-?(?:nr|nummer|no)\.? ; kvitto ?-?(?:nr|nummer) ; (?:n[.o]*|numero) (?:da )?fatura ; fatura n[.o]*`,
  otherNumber: patterns`
    (?:customer|client|account|acct|order|your order|sales order|quote|project|contract|job|delivery note|dispatch|supplier|vendor|registration|company|reg|vat|tax|gst|phone|tel|fax|member|store|till|terminal|card|auth|employer|serial|table|trans|transaction)\.? ?(?:${NO}|id|ref|reference|code|reg\.? ?(?:no)?)(?=[^a-z]|$) ;
    (?:your|our|customer|payment)[ -](?:ref|reference|order)\.?(?: ${NO})? ;
    (?:ein|abn|acn|siret|siren|nip|regon|krs|bdo|nif|cif|kvk|iban|bic|swift|sort code|aba|routing)(?: no| number)?\.? ;
    (?:kunden|auftrags?|bestell|steuer|ust-?id-?|liefer(?:schein)?|vertrags|projekt|konto|handelsregister|mandats)[- ]?(?:nr|nummer)\.? ;
    ust-?id(?:nr)?\.? ; hrb ; ihre? (?:zeichen|bestellung|referenz) ;
    (?:n[o.]*|numero) (?:de )?(?:client|commande|tva|compte|bon|siret) ; tva intra\S* ; ref\.? client ;
    code client ; (?:n[.o]*|numero|codigo) (?:de )?(?:cliente|pedido|cuenta) ; p\.? ?iva ; partita iva ;
    cod(?:ice)?\.? (?:fiscale|cliente|fisc)\.? ; (?:n[.ro]*|numero) (?:ordine|cliente) ;
    (?:klant|order|btw|relatie|debiteur)[- ]?(?:nr|nummer|id) ; (?:nr|numer) (?:zamowienia|klienta|konta|rachunku) ;
    (?:kund|order|org(?:anisations)?\.?|ocr)[- ]?(?:nr|nummer) ; plusgiro ; bankgiro ; momsreg\S*`,
  orderNumber: patterns`
    p\.?o\.? ?${NO} ; (?:purchase )?order ?${NO} ; purchase order ; bestell(?:ung)?[- ]?(?:nr|nummer)\.? ;
    (?:order|inkooporder)nummer ; commande n[o.]* ; bon de commande n[o.]* ; pedido(?: n[o.]*)? ;
    n[.o]* (?:de )?pedido ; ordine(?: n\.?)? ; (?:nr|numer) zamowienia`,
  anyNumber: patterns`
    no\.? ; nr\.? ; number ; nummer ; numero ; numer ; ref\.? ; reference ; n[o]`,
  issueDate: patterns`
    tax point ;     (?:invoice|bill|billing|receipt|credit note|credit|issue|issued|document|statement|tax point|purchase order|po|letter) ?date ;
    date (?:of )?(?:issue|issued|invoice|the invoice|receipt|bill|sale) ; date of (?:invoice|issue) ; date issued ;
    issued(?: on)? ; invoiced on ; dated ; (?:rechnungs|ausstellungs|beleg|druck)datum ; datum der rechnung ;
    rechnung vom ; date (?:de )?(?:la )?(?:facture|facturation|l'avoir) ; date d'(?:emission|edition) ; emise? le ;
    fait le ; facture du ; fecha (?:de )?(?:la )?(?:factura|emision|expedicion) ;
    data (?:di )?(?:della )?(?:fattura|emissione|documento) ; emessa il ; (?:factuur|aanmaak)datum ;
    data wystawienia ; wystawion[ao](?: dnia)? ; (?:faktura|utstallnings)datum ; data (?:de |da )?(?:emissao|fatura)`,
  dueDate: patterns`
    (?:payment )?due(?: date| by| on)? ; payment (?:is )?due(?: date| by| on)? ; date due ;
    pay(?:able)? (?:by|before|until) ; please pay (?:by|before) ; to be paid by ; falligkeit(?:sdatum)? ;
    fallig(?: am| bis)? ; zahlbar bis(?: zum)? ; zahlungsziel ; zu zahlen bis ;
    bitte (?:zahlen|uberweisen) sie bis ; (?:date )?d'?echeance ; echeance ;
    a (?:payer|regler) (?:avant|le)(?: le)? ; (?:fecha de )?vencimiento ; (?:data )?(?:di )?scadenza ;
    verval(?:datum|dag) ; (?:uiterste )?betaaldatum ; te betalen voor ; uiterlijk ; termin (?:platnosci|zaplaty) ;
    (?:sista )?(?:forfallo|betalnings)(?:datum|dag) ; forfaller ; data de vencimento ; vencimento`,
  otherDate: patterns`
    (?:delivery|shipping|shipped|ship|dispatch|order|print|printed|service|supply|valid|expiry|exp|start|end|period|return|contract|value) ?date ;
    date of (?:delivery|supply|order|birth) ; (?:liefer|leistungs|bestell|auftrags)(?:datum|termin|zeitraum) ;
    date de (?:livraison|commande|prestation) ; fecha de (?:entrega|pedido|operacion) ;
    data (?:consegna|ordine|di consegna) ; (?:lever|order|bestel)datum ;
    data (?:sprzedazy|dostawy|zamowienia|dokonania \S+) ; leverans(?:datum|dag) ; (?:service|billing) period ;
    valid until ; period ; gultig bis`,
  anyDate: patterns`
    date ; datum ; fecha ; data ; dato`,
  total: patterns`
    grand total ; (?:invoice|order|bill) total ; total (?:amount )?(?:due|payable|to pay) ;
    total invoice(?: amount| value)? ; (?:amount|balance) (?:due|payable|owing) ; (?:total )?amount to pay ;
    total amount(?: due| payable)? ; invoice (?:amount|value) ;
    total \(?(?:incl|inc)[a-z]*\.? ?(?:of )?(?:[\d.,]+ ?% )?(?:vat|tax|gst|taxes)?\)? ;
    (?:gross|total gross)(?: total| amount)? ; please pay ; credit total ; total credit ; credit amount ;
    (?:gesamt|rechnungs|end|zahl|brutto|rechnungsgesamt|gesamtrechnungs|gutschrifts)(?:betrag|summe)(?: brutto)?(?: inkl\S*(?: [\d.,]+ ?%)?(?: mwst| ust)?\.?)? ;
    gesamt(?:betrag)? \(?(?:brutto|inkl)\S*(?: mwst| ust)?\.?\)? ; zu zahlen(?:der betrag)? ; brutto ?gesamt ;
    summe brutto ; total ttc ; montant ttc ; net a payer ; total a payer ; montant (?:total|du)(?: ttc)? ;
    total (?:de la )?facture? ; importe total ; total (?:a pagar|factura|con iva|iva incluido) ; importe a pagar ;
    totale (?:fattura|documento|da pagare|ivato|complessivo|a pagare|dovuto|iva inclusa) ; netto a pagare ;
    totaal (?:te betalen|incl\S*(?: btw)?|bedrag|te voldoen) ; totaalbedrag ; te betalen ; eindtotaal ;
    (?:razem |kwota )?do zaplaty ; (?:razem|suma|wartosc|kwota) brutto ; (?:summa )?(?:belopp )?att betala ;
    totalt?(?: belopp)?(?: inkl\S*(?: moms)?) ; total com iva ; total a liquidar`,
  anyTotal: patterns`
    total ; totals ; gesamt ; summe ; totale ; totaal ; razem ; suma ; summa ; totalt ; brutto ; ttc ; sum ;
    totaux ; ogolem`,
  subtotal: patterns`
    sub ?-?total ; (?:total )?net(?: total| amount| value| price)? ;
    (?:total|amount|subtotal)[ (]*(?:excl|ex|exc|excluding|before|w/o|without)\S* ?(?:vat|tax|gst|taxes)?\)? ;
    taxable (?:amount|value|total) ; (?:goods|items?|lines?|merchandise) total ; amount before tax ;
    zwischensumme(?: netto)? ; (?:gesamt|summe|betrag|gesamtbetrag|total) ?\(?netto\)? ;
    netto(?:betrag|summe|gesamt|gesamtbetrag)? ; warenwert ; (?:total|montant|sous-total)(?: net)? ht ;
    sous-?total ; total hors taxes? ; base (?:imponible|ht|imposable) ; subtotale ; (?:totale )?imponibile ;
    subtota(?:al|l) ; totaal excl\S*(?: btw)? ; (?:razem|suma|wartosc|kwota) netto ; delsumma ;
    (?:summa|totalt?|belopp)? ?exkl\S*(?: moms)? ; total sem iva ; netto ?summa ; totale netto`,
  tax: patterns`
    (?:total |plus |of which |incl(?:uding|\.|udes)? |\+ ?)?(?:vat|sales tax|tax|gst|hst|pst|consumption tax|state tax)(?: amount| total| included| payable)? ;
    (?:zzgl\.? |inkl\.? |enthaltene |davon |\+ ?|gesamt ?|summe )?(?:mwst|mehrwertsteuer|umsatzsteuer|ust|steuer|steuerbetrag)\.?(?: gesamt)? ;
    (?:total |montant |dont )?t\.?v\.?a\.? ; (?:total |cuota |importe |totale |di cui |importo )?i\.?v\.?a\.? ;
    (?:totaal |waarvan )?btw(?:-bedrag| bedrag)? ; (?:w tym |podatek |kwota |razem |suma )?vat ; podatek ;
    (?:varav )?moms(?:belopp)? ; impuestos? ; imposta ; (?:total )?taxes`,
  discount: patterns`
    (?:less )?(?:trade |volume |total )?discount ; rabatt ; nachlass ; remise ; rabais ; descuento ; dto\.? ;
    sconto ; korting ; rabat ; upust ; rebate ; desconto`,
  shipping: patterns`
    (?:shipping|delivery|freight|postage|carriage|handling|transport)(?: ?(?:&|and) ?(?:handling|packaging|packing))?(?: (?:charge|cost|fee)s?)? ;
    (?:versand|liefer|fracht|transport|porto)(?:kosten|pauschale)? ; versand ; porto ;
    (?:frais de )?(?:port|livraison|transport) ; (?:gastos de )?envio ; portes ;
    (?:spese di )?(?:spedizione|trasporto) ; verzend(?:kosten|ing) ; vracht ;
    koszty? (?:dostawy|wysylki|transportu) ; dostawa ; frakt`,
  paid: patterns`
    (?:amount |already |less )?paid ; deposit ; prepaid ; prepayment ; advance ; anzahlung ;
    bereits (?:be|ge)zahlt ; acompte ; deja (?:paye|regle) ; anticipo ; acconto ; aanbetaling ; zaliczka ;
    zaplacono ; cash ; change ; tendered ; (?:credit |debit )?card ; visa ; mastercard ; gegeben ; ruckgeld ; bar ;
    ec-?karte ; rounding ; opening balance ; previous balance ; skonto ; tip ; gratuity`,
  supplier: patterns`
    from ; (?:invoice )?(?:seller|supplier|vendor|issuer) ; (?:issued|billed|sold|invoiced) by ; verkaufer ;
    lieferant ; rechnungssteller ; aussteller ; absender ; vendeur ; fournisseur ; emetteur ; vendedor ; proveedor ;
    emisor ; fornitore ; cedente ; venditore ; leverancier ; verkoper ; sprzedawca ; wystawca ; saljare ;
    leverantor ; de ; da ; von ; van`,
  payee: patterns`
    payable to ; pay to ; remit(?:tance)?(?: payment)? to ; account (?:name|holder) ; beneficiary ; kontoinhaber ;
    begunstigter ; titulaire(?: du compte)? ; titular ; intestatario(?: conto)? ; ten name van ; t\.?n\.?v\.? ;
    bank transfer to`,
  customer: patterns`
    (?:bill|billed|invoice|invoiced|sold|charge|credit|credited|issued)(?: |-)?to ;
    (?:customer|client|buyer|purchaser|payer)(?: name| details)? ; to ; attn ; prepared for ; rechnung an ;
    (?:rechnungs)?(?:empfanger|anschrift|adresse) ; kunde ; kaufer ; auftraggeber ; an ; facture a ; facturee? a ;
    destinataire ; acheteur ; adresse de facturation ; cliente ; facturar a ; facturado a ; comprador ;
    destinatario ; spett\.?(?:le|abile)? ; cessionario ; committente ; klant ; factuur aan ; factuuradres ;
    afnemer ; aan ; nabywca ; kupujacy ; kopare ; kund ; faktura(?:adress|s till| till) ; a ; till ; for`,
  shipTo: patterns`
    (?:ship|deliver|shipped|delivered)(?: |-)?to ; delivery address ; shipping address ;
    liefer(?:adresse|anschrift) ; lieferung an ; adresse de livraison ; livre a ; direccion de (?:envio|entrega) ;
    (?:indirizzo di )?(?:spedizione|destinazione) ; (?:aflever|lever)adres ; odbiorca ; leveransadress`,
};

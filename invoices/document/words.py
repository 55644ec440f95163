"""The words that documents are printed with, in each language that they speak."""

LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pl", "ar")
RIGHT_TO_LEFT = ("ar",)
# Numbers and dates as each language writes them, where nobody chose otherwise.
LOCALES = {
    "en": "en_US",
    "de": "de_DE",
    "fr": "fr_FR",
    "es": "es_ES",
    "it": "it_IT",
    "nl": "nl_NL",
    "pl": "pl_PL",
    "ar": "ar_EG",
}

# One row per word: its key, then the word in the order of LANGUAGES.
_ROWS = """
language_name|English|Deutsch|Français|Español|Italiano|Nederlands|Polski|العربية
invoice|Invoice|Rechnung|Facture|Factura|Fattura|Factuur|Faktura|فاتورة
packing_slip|Packing slip|Lieferschein|Bon de livraison|Albarán|Documento di trasporto|Pakbon|List przewozowy|قائمة التعبئة
credit_note|Credit note|Rechnungskorrektur|Avoir|Factura rectificativa|Nota di credito|Creditnota|Faktura korygująca|إشعار دائن
cancellation|Cancellation|Stornorechnung|Facture d’annulation|Factura de anulación|Nota di storno|Annuleringsfactuur|Faktura anulująca|إلغاء الفاتورة
replaces|Replaces invoice|Ersetzt Rechnung|Remplace la facture|Sustituye la factura|Sostituisce la fattura|Vervangt factuur|Zastępuje fakturę|تحل محل الفاتورة
rma_slip|Return slip|Rücksendeschein|Bon de retour|Albarán de devolución|Modulo di reso|Retourbon|Formularz zwrotu|قسيمة إرجاع
preview|Preview|Vorschau|Aperçu|Vista previa|Anteprima|Voorbeeld|Podgląd|معاينة
number|Number|Nummer|Numéro|Número|Numero|Nummer|Numer|رقم
issued_on|Date|Datum|Date|Fecha|Data|Datum|Data|التاريخ
order|Order|Bestellung|Commande|Pedido|Ordine|Bestelling|Zamówienie|الطلب
channel_order|Channel order|Shop-Bestellung|Commande boutique|Pedido de la tienda|Ordine del negozio|Winkelbestelling|Zamówienie ze sklepu|طلب المتجر
ordered_on|Ordered|Bestellt am|Commandé le|Fecha del pedido|Data ordine|Besteld op|Data zamówienia|تاريخ الطلب
corrects|Corrects invoice|Zu Rechnung|Corrige la facture|Rectifica la factura|Rettifica la fattura|Corrigeert factuur|Koryguje fakturę|تصحيح الفاتورة
reason|Reason|Grund|Motif|Motivo|Motivo|Reden|Powód|السبب
bill_to|Bill to|Rechnung an|Facturé à|Facturar a|Fatturato a|Factuuradres|Nabywca|الفاتورة إلى
ship_to|Ship to|Lieferung an|Livré à|Enviar a|Spedito a|Afleveradres|Dostawa do|الشحن إلى
return_to|Return to|Rücksendung an|Retourner à|Devolver a|Restituire a|Retouradres|Zwrot do|الإرجاع إلى
sender|Sender|Absender|Expéditeur|Remitente|Mittente|Afzender|Nadawca|المرسل
position|#|Pos.|N°|N.º|N.|#|Lp.|#
item|Item|Artikel|Article|Artículo|Articolo|Artikel|Produkt|المنتج
sku|SKU|Art.-Nr.|Réf.|Ref.|Cod.|Art.nr.|SKU|رمز المنتج
quantity|Qty|Menge|Qté|Cant.|Q.tà|Aantal|Ilość|الكمية
price|Price|Preis|Prix|Precio|Prezzo|Prijs|Cena|السعر
amount|Amount|Betrag|Montant|Importe|Importo|Bedrag|Kwota|المبلغ
saved|You saved|Rabatt|Remise|Descuento|Sconto|Korting|Rabat|الخصم
subtotal|Subtotal|Zwischensumme|Sous-total|Subtotal|Subtotale|Subtotaal|Suma częściowa|المجموع الفرعي
discount|Discount|Rabatt|Remise|Descuento|Sconto|Korting|Rabat|الخصم
shipping|Shipping|Versand|Livraison|Envío|Spedizione|Verzending|Wysyłka|الشحن
surcharge|Payment surcharge|Zahlungsgebühr|Frais de paiement|Recargo por pago|Supplemento di pagamento|Betaaltoeslag|Opłata za płatność|رسوم الدفع
gift_bought|Gift certificates|Geschenkgutscheine|Chèques-cadeaux|Cheques regalo|Buoni regalo|Cadeaubonnen|Bony podarunkowe|شهادات الهدايا
gift_used|Paid by gift certificate|Mit Gutschein bezahlt|Payé par chèque-cadeau|Pagado con cheque regalo|Pagato con buono regalo|Betaald met cadeaubon|Zapłacono bonem|مدفوع بشهادة هدية
tax|Tax|Steuer|Taxe|Impuesto|Imposta|Belasting|Podatek|الضريبة
rounding|Rounding|Rundung|Arrondi|Redondeo|Arrotondamento|Afronding|Zaokrąglenie|التقريب
other_discount|Other discounts|Sonstige Nachlässe|Autres remises|Otros descuentos|Altri sconti|Overige kortingen|Inne rabaty|خصومات أخرى
other_charge|Other charges|Sonstige Zuschläge|Autres frais|Otros cargos|Altri addebiti|Overige kosten|Inne opłaty|رسوم أخرى
total|Total|Gesamtbetrag|Total|Total|Totale|Totaal|Razem|الإجمالي
total_refund|Total refunded|Erstattungsbetrag|Total remboursé|Total reembolsado|Totale rimborsato|Totaal terugbetaald|Kwota zwrotu|إجمالي المبلغ المسترد
tax_rate|Tax|Steuersatz|Taxe|Impuesto|Aliquota|Tarief|Stawka|الضريبة
tax_base|Net|Netto|Base HT|Base|Imponibile|Netto|Netto|الصافي
tax_included|included in prices|in den Preisen enthalten|incluse dans les prix|incluido en los precios|inclusa nei prezzi|inbegrepen in de prijzen|zawarty w cenach|متضمنة في الأسعار
tax_added|added|zuzüglich|en sus|añadido|aggiunta|bijgeteld|doliczony|مضافة
payment|Payment|Zahlung|Paiement|Pago|Pagamento|Betaling|Płatność|الدفع
paid|Paid|Bezahlt|Payé|Pagado|Pagato|Betaald|Zapłacono|مدفوع
shipping_method|Shipping method|Versandart|Mode de livraison|Método de envío|Metodo di spedizione|Verzendmethode|Sposób dostawy|طريقة الشحن
tracking|Tracking|Sendungsnummer|Suivi|Seguimiento|Tracciamento|Track & trace|Numer przesyłki|رقم التتبع
customer_note|Customer's note|Anmerkung des Kunden|Note du client|Nota del cliente|Nota del cliente|Opmerking van de klant|Uwagi klienta|ملاحظة العميل
instructions|Instructions|Hinweise|Instructions|Instrucciones|Istruzioni|Instructies|Wskazówki|تعليمات
ordered|Ordered|Bestellt|Commandé|Pedido|Ordinato|Besteld|Zamówiono|المطلوب
shipped_before|Shipped before|Bereits geliefert|Déjà expédié|Ya enviado|Già spedito|Eerder verzonden|Wysłano wcześniej|تم شحنه سابقًا
refunded|Refunded|Erstattet|Remboursé|Reembolsado|Rimborsato|Terugbetaald|Zwrócono|مسترد
to_follow|To follow|Folgt|À suivre|Pendiente de envío|A seguire|Volgt nog|Do wysłania później|سيُرسل لاحقًا
tax_number|Tax ID|USt-IdNr.|N° TVA|NIF/IVA|P. IVA|BTW-nr.|NIP|الرقم الضريبي
printed|Printed|Gedruckt|Imprimé|Impreso|Stampato|Afgedrukt|Wydrukowano|عدد مرات الطباعة
page|Page|Seite|Page|Página|Pagina|Pagina|Strona|صفحة
of|of|von|sur|de|di|van|z|من
"""
_WORDS = dict(
    (key, tuple(words)) for key, *words in (row.split("|") for row in _ROWS.strip().splitlines())
)


def words_of(language: str) -> dict[str, str]:
    """Every word by its key, in `language`; in English for one that is not spoken."""
    place = LANGUAGES.index(language) if language in LANGUAGES else 0
    return {key: words[place] for key, words in _WORDS.items()}


def language_of(code: str) -> str:
    """The language that a code such as `de`, `de_DE` or `EN` means; "en" for one not spoken."""
    spoken = code.lower().replace("-", "_").split("_")[0]
    return spoken if spoken in LANGUAGES else LANGUAGES[0]

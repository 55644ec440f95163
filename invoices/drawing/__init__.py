"""From a document to a PDF: texts, fonts, barcodes, renderers, and the processes that draw."""

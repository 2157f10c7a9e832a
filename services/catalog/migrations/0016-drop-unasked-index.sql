-- Nobody looks a variant up by its SKU in lower case since the search has its own list of them.
drop index variant_sku_lower;

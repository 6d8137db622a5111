-- An article that extraction cannot read is stored without layers, beside a reject that says why.
comment on column articles.extraction_status is
'extracted, skipped_language (stored, not read) or failed (stored, see rejects); null for a text that is not current.';

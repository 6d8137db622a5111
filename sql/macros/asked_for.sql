create or replace macro asked_for(words) as
list_transform(
    list_distinct(regexp_extract_all(lower(regexp_replace(words, '\s+', ' ', 'g')), '"[^"]+"|[\p{L}\p{N}]+')),
    lambda word: trim(word, '" ')
);

comment on macro asked_for is  -- noqa: PRS
'The words and "phrases in quotation marks" of a search, in small letters.';

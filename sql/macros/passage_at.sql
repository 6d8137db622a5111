create or replace macro passage_at(text, place) as
concat(
    if(place > 60, '… ', ''),
    regexp_replace(trim(substring(text, greatest(place - 60, 1), 200)), '\s+', ' ', 'g'),
    if(length(text) > place + 140, ' …', '')
);

comment on macro passage_at is  -- noqa: PRS
'The 200 characters of a text around a place (the first character is 1), on one line.';

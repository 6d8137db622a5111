-- The beginning of a word is asked for: sanction finds sanctions. Between the words of a phrase may be a line end.
create or replace macro asked_pattern(words) as
concat(
    '(?:^|[^\p{L}\p{N}])(',
    array_to_string(
        list_transform(asked_for(words), lambda word: replace(regexp_escape(word), '\ ', '\s+')), '|'
    ),
    ')'
);

comment on macro asked_pattern is  -- noqa: PRS
'A regular expression whose first group is a word or phrase of a search, at the beginning of a word, in small letters.';

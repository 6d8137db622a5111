-- Without an index every text is read: 36,000 articles of 310 words in 0.5 to 1.3 s on two cores. Where
-- `dateline sql --index` has made one, the same name looks there instead (sql/search).
create or replace macro search(words) as table (
    with
    candidates as (
        select
            article_id,
            source,
            title,
            text,
            published_date,
            lower(concat_ws(chr(10), title, text)) as small_text
        from articles
        where
            is_current
            and (
                contains(lower(text), split_part(asked_for(words)[1], ' ', 1))
                or contains(lower(title), split_part(asked_for(words)[1], ' ', 1))
            )
    ),

    hits as (
        select
            *,
            list_transform(
                regexp_extract_all(small_text, asked_pattern(words), 1),
                lambda hit: regexp_replace(hit, '\s+', ' ', 'g')
            ) as found_words
        from candidates
    )

    select
        article_id,
        published_date,
        source,
        title,
        cast(len(found_words) as double) as score,
        passage_at(text, greatest(instr(lower(text), found_words[1]), 1)) as passage
    from hits
    where len(found_words) > 0 and len(list_distinct(found_words)) = len(asked_for(words))
    order by score desc, published_date desc nulls last, article_id
);

comment on macro table search is  -- noqa: PRS
'Current articles with all the words and "phrases", best first: score by frequency, or BM25 where there is an index.';

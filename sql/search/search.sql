-- search() by the index in the database search_index: Okapi BM25 (k1 1.2, b 0.75, decimal logarithm) over word stems;
-- all words must occur.
-- Not match_bm25() of the extension: it looks for its tables in the database that is open, not in one attached.
create temporary macro search(words) as table (
    with
    -- As the extension splits what it indexes; its own `tokenize` stands in its schema.
    split_words as (
        select
            unnest(regexp_extract_all(
                lower(strip_accents(words)), '[^\s0-9!@#$%^&*()_+={}\[\]:;<>,.?~\\/|''"`-]+'
            )) as word
    ),

    asked as (
        select distinct stem(w.word, 'english') as term
        from split_words as w
        left join search_index.fts_main_articles.stopwords as s on w.word = s.sw
        where s.sw is null
    ),

    found_terms as (
        select
            d.termid,
            d.df
        from search_index.fts_main_articles.dict as d
        inner join asked as a on d.term = a.term
    ),

    term_counts as (
        select
            t.docid,
            t.termid,
            f.df,
            count(*) as tf
        from search_index.fts_main_articles.terms as t
        inner join found_terms as f on t.termid = f.termid
        group by t.docid, t.termid, f.df
    ),

    scores as (
        select
            c.docid,
            sum(
                log((s.num_docs - c.df + 0.5) / (c.df + 0.5) + 1)
                * c.tf * 2.2 / (c.tf + 1.2 * (0.25 + 0.75 * d.len / s.avgdl))
            ) as score
        from term_counts as c
        inner join search_index.fts_main_articles.docs as d on c.docid = d.docid
        cross join search_index.fts_main_articles.stats as s
        group by c.docid
        having count(*) = (select count(*) from asked)
    ),

    found_articles as (
        select
            a.*,
            s.score,
            lower(concat_ws(chr(10), a.title, a.text)) as small_text
        from scores as s
        inner join search_index.fts_main_articles.docs as d on s.docid = d.docid
        inner join articles as a on d.name = a.article_id and a.is_current
    )

    select
        article_id,
        published_date,
        source,
        title,
        score,
        passage_at(
            text, greatest(instr(lower(text), regexp_extract(small_text, asked_pattern(words), 1)), 1)
        ) as passage
    from found_articles
    where
        len(list_filter(
            asked_for(words),
            lambda asked: contains(asked, ' ') and not contains(regexp_replace(small_text, '\s+', ' ', 'g'), asked)
        )) = 0
    order by score desc, published_date desc nulls last, article_id
);

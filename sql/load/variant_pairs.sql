-- Two entities of one kind that may be one, each pair once under the rule that says most; a rule joins on keys, so that
-- nothing is compared with everything.
create or replace temporary table variant_pairs as
with
persons as (
    select * from variant_parties
    where is_person
),

organisations as (
    select * from variant_parties
    where type in ('organisation', 'media', 'group')
),

found as (
    select
        a.entity_id,
        b.entity_id as other_id,
        1 as rank,
        'spelling' as rule
    from persons as a
    inner join persons as b on a.plain = b.plain and a.place > b.place
    union all
    select
        a.entity_id,
        b.entity_id as other_id,
        2 as rank,
        'transliteration' as rule
    from persons as a
    inner join persons as b on a.sound = b.sound and a.place > b.place
    union all
    select
        a.entity_id,
        b.entity_id as other_id,
        3 as rank,
        'given name' as rule
    from persons as a
    inner join persons as b on a.last = b.last and a.given = b.given and a.middle = b.middle and a.place > b.place
    where a.word_count > 1 and b.word_count > 1
    union all
    select
        a.entity_id,
        b.entity_id as other_id,
        4 as rank,
        'middle name' as rule
    from persons as a
    inner join persons as b on a.last = b.last and a.given = b.given and a.place > b.place
    where a.word_count > 1 and b.word_count > 1
    union all
    select
        a.entity_id,
        b.entity_id as other_id,
        5 as rank,
        'vowels' as rule
    from persons as a
    inner join persons as b on a.consonants = b.consonants and a.place > b.place
    where a.word_count > 1 and length(a.plain) > 7
    union all
    select
        a.entity_id,
        b.entity_id as other_id,
        6 as rank,
        'order of names' as rule
    from persons as a
    inner join persons as b on a.ordered = b.ordered and a.place > b.place
    where a.word_count > 1
    union all
    select
        a.entity_id,
        b.entity_id as other_id,
        7 as rank,
        'initial' as rule
    from persons as a
    inner join persons as b on a.last = b.last and a.first[1] = b.first[1] and a.place > b.place
    where a.word_count > 1 and b.word_count > 1 and (length(a.first) = 1) != (length(b.first) = 1)
    union all
    select
        a.entity_id,
        b.entity_id as other_id,
        8 as rank,
        'misspelling' as rule
    from persons as a
    inner join persons as b
        on
            a.first = b.first
            and a.last[1] = b.last[1]
            and a.word_count = b.word_count
            and a.place > b.place
    where
        a.word_count > 1
        and a.middle = b.middle
        and length(a.last) > 4
        and abs(length(a.last) - length(b.last)) < 2
        and damerau_levenshtein(a.last, b.last) = 1
    -- Another first letter, where the next ones are the same: Gadhafi, Kadhafi.
    union all
    select
        a.entity_id,
        b.entity_id as other_id,
        8 as rank,
        'misspelling' as rule
    from persons as a
    inner join persons as b
        on a.given = b.given and a.last[2:4] = b.last[2:4] and a.word_count = b.word_count and a.place > b.place
    where
        a.word_count > 1
        and a.middle = b.middle
        and length(a.last) > 5
        and a.last[1] != b.last[1]
        and damerau_levenshtein(a.last, b.last) = 1
    union all
    select
        a.entity_id,
        b.entity_id as other_id,
        9 as rank,
        'first name' as rule
    from persons as a
    inner join persons as b
        on
            a.last = b.last
            and a.first[1] = b.first[1]
            and a.word_count = b.word_count
            and a.place > b.place
    where
        a.word_count > 1
        and a.middle = b.middle
        and length(a.first) > 3
        and abs(length(a.first) - length(b.first)) < 2
        and damerau_levenshtein(a.first, b.first) = 1
    union all
    select
        a.entity_id,
        b.entity_id as other_id,
        1 as rank,
        'spelling' as rule
    from organisations as a
    inner join organisations as b on a.plain = b.plain and a.place > b.place
    union all
    select
        a.entity_id,
        b.entity_id as other_id,
        2 as rank,
        'legal form' as rule
    from organisations as a
    inner join organisations as b on a.base = b.base and a.place > b.place
    where length(a.base) > 2
    union all
    select
        a.entity_id,
        b.entity_id as other_id,
        3 as rank,
        'order of words' as rule
    from organisations as a
    inner join organisations as b on a.ordered = b.ordered and a.place > b.place
    where a.word_count > 1
    union all
    select
        a.entity_id,
        b.entity_id as other_id,
        8 as rank,
        'misspelling' as rule
    from organisations as a
    inner join organisations as b on a.plain[:6] = b.plain[:6] and a.place > b.place
    where
        length(a.plain) > 9
        and abs(length(a.plain) - length(b.plain)) < 2
        and damerau_levenshtein(a.plain, b.plain) = 1
)

select
    entity_id,
    other_id,
    arg_min(rule, rank) as rule
from found
group by entity_id, other_id

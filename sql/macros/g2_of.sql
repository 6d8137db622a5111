-- Dunning, Computational Linguistics 19 (1993), 61: sound for rare names, where a z test is not. A count of 0 adds
-- nothing.
create or replace macro g2_of(hit_count, total_count, before_hit_count, before_total_count) as
greatest(
    2 * (
        list_sum(list_transform(
            [
                hit_count,
                before_hit_count,
                total_count - hit_count,
                before_total_count - before_hit_count,
                total_count + before_total_count
            ]::double[],
            lambda n: n * ln(greatest(n, 1))
        ))
        - list_sum(list_transform(
            [
                total_count,
                before_total_count,
                hit_count + before_hit_count,
                total_count - hit_count + before_total_count - before_hit_count
            ]::double[],
            lambda n: n * ln(greatest(n, 1))
        ))
    ), 0
);

comment on macro g2_of is  -- noqa: PRS
'Log-likelihood ratio of two shares, hits of a total now and before: chi-squared, 1 degree of freedom, were they equal.';

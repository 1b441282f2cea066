-- Question: which stated figures do not agree with the figures around them?
-- One row for each fact that other figures of its report could check (a rate with its parts, a whole with its 其中 parts,
-- a sum): what is stated, what the others make, and the difference beyond what the rounding shown in the text allows
-- (95.26% may stand for anything within 0.005 of it). `evidence` holds its parts and the
-- other counts of its sentence.
-- Caveats: nothing is corrected, the stated value stays. An excess of 0 means that the two agree.
CREATE OR REPLACE VIEW consistency AS
WITH stated AS NOT MATERIALIZED (
    SELECT
        *,
        CASE
            WHEN kind = 'rate' THEN 0.5 * pow(10, -length(regexp_extract(quote, '[.．](\d+)', 1)))
            ELSE 0
        END AS rounding
    FROM fact_indicator
    WHERE check_status IN ('consistent', 'inconsistent') AND judged IS DISTINCT FROM 'rejected'
      -- What was checked is what the machine read.
      AND (machine_value IS NULL OR (machine_value = value AND machine_unit = unit))
), beside AS NOT MATERIALIZED (
    -- By the region too, so that who asks for one has only its figures looked through; reports of no known region after that.
    SELECT stated.fact_id, stated.region_code, {'char_start': fact.char_start, 'label': fact.label, 'value': fact.value,
                                                'quote': fact.quote, 'fact_id': fact.fact_id} AS figure
    FROM stated JOIN fact_indicator AS fact ON fact.part_of = stated.fact_id AND fact.region_code = stated.region_code
    UNION ALL
    SELECT stated.fact_id, stated.region_code, {'char_start': fact.char_start, 'label': fact.label, 'value': fact.value,
                                                'quote': fact.quote, 'fact_id': fact.fact_id}
    FROM stated
    JOIN fact_indicator AS fact
      ON fact.report_id = stated.report_id AND fact.sentence = stated.sentence AND fact.region_code = stated.region_code
    WHERE fact.kind = 'level' AND fact.fact_id <> stated.fact_id
), evidence AS NOT MATERIALIZED (
    SELECT fact_id, region_code, list(DISTINCT figure ORDER BY figure) AS evidence FROM beside GROUP BY fact_id, region_code
), unplaced AS NOT MATERIALIZED (
    SELECT fact_id, list(DISTINCT figure ORDER BY figure) AS evidence
    FROM (
        SELECT stated.fact_id, {'char_start': fact.char_start, 'label': fact.label, 'value': fact.value,
                                'quote': fact.quote, 'fact_id': fact.fact_id} AS figure
        FROM stated
        JOIN fact_indicator AS fact
          ON fact.report_id = stated.report_id
         AND (fact.part_of = stated.fact_id
              OR (fact.sentence = stated.sentence AND fact.kind = 'level' AND fact.fact_id <> stated.fact_id))
        WHERE stated.region_code IS NULL AND fact.region_code IS NULL
    )
    GROUP BY fact_id
)
SELECT
    stated.report_id,
    stated.region_code,
    stated.year,
    stated.indicator_id,
    stated.label,
    stated.check_status,
    stated.value AS stated_value,
    stated.computed AS computed_value,
    stated.unit,
    stated.value - stated.computed AS difference,
    stated.rounding,
    CASE
        WHEN stated.computed IS NOT NULL
        THEN greatest(round(abs(stated.value - stated.computed) - stated.rounding, 6), 0)
    END AS excess,
    stated.quote,
    stated.sentence,
    coalesce(evidence.evidence, unplaced.evidence) AS evidence,
    stated.fact_id
FROM stated
LEFT JOIN evidence ON evidence.fact_id = stated.fact_id AND evidence.region_code = stated.region_code
LEFT JOIN unplaced ON unplaced.fact_id = stated.fact_id;
COMMENT ON VIEW consistency IS '自相核对：报告中可由其他数字核对的数字，所述与所算及其差';
COMMENT ON COLUMN consistency.report_id IS '报告编号，见 report 表';
COMMENT ON COLUMN consistency.region_code IS '行政区划代码，GB/T 2260 六位数字';
COMMENT ON COLUMN consistency.year IS '报告所述年份（公历年）';
COMMENT ON COLUMN consistency.indicator_id IS '指标编号，见 dim_indicator；目录之外为空';
COMMENT ON COLUMN consistency.label IS '所计为何';
COMMENT ON COLUMN consistency.check_status IS '核对结果：consistent 相符，inconsistent 不符';
COMMENT ON COLUMN consistency.stated_value IS '所述数值，单位见 unit 列';
COMMENT ON COLUMN consistency.computed_value IS '由其他数字算得的数值，单位见 unit 列';
COMMENT ON COLUMN consistency.unit IS '数值的基本单位';
COMMENT ON COLUMN consistency.difference IS '所述减所算，单位见 unit 列（比率为百分点）';
COMMENT ON COLUMN consistency.rounding IS '原文所示位数容许的舍入误差，单位见 unit 列';
COMMENT ON COLUMN consistency.excess IS '扣除舍入误差后的差，单位见 unit 列；0 即相符';
COMMENT ON COLUMN consistency.quote IS '原文中的数字，照原文';
COMMENT ON COLUMN consistency.sentence IS '数字所在的句子，照原文';
COMMENT ON COLUMN consistency.evidence IS '可作依据的数字（其部分数及同句的数量）：位置、名称、数值、原文、事实编号';
COMMENT ON COLUMN consistency.fact_id IS '事实编号，见 fact_indicator';

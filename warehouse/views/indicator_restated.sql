-- Question: what does a later report say of a former year?
-- One row for each region, indicator, year and report year: 2022年收到51件 in the report of 2023. Where the report says several,
-- the same order chooses as in indicator_candidate. The year's own report, if there is one, has the first say in
-- indicator_series, which shows the last restatement beside it; a year without one is filled from here.
-- Caveats: a later figure may be a revision, or count otherwise: compare the sentences.
CREATE OR REPLACE VIEW indicator_restated AS
SELECT
    region_code,
    indicator_id,
    year,
    report_year,
    arg_min_null(value, rank_key) AS value,
    arg_min_null(unit, rank_key) AS unit,
    arg_min_null(qualifier, rank_key) AS qualifier,
    arg_min_null(scope, rank_key) AS scope,
    arg_min_null(period_start, rank_key) AS period_start,
    arg_min_null(period_end, rank_key) AS period_end,
    arg_min_null(check_status, rank_key) AS check_status,
    arg_min_null(confidence, rank_key) AS confidence,
    arg_min_null(judged, rank_key) AS judged,
    arg_min_null(quote, rank_key) AS quote,
    arg_min_null(report_id, rank_key) AS report_id,
    arg_min_null(fact_id, rank_key) AS fact_id,
    count(*) AS candidates,
    count(DISTINCT value) AS distinct_values,
    min(value) AS lowest,
    max(value) AS highest
FROM indicator_figure ANTI JOIN sample_aside USING (report_id)
-- What `place` implies of the facts alone: most are left out before anything is joined.
WHERE place = 'other_year' AND period_end < make_date(report_year, 1, 1)
GROUP BY region_code, indicator_id, year, report_year;
COMMENT ON VIEW indicator_restated IS '往年数：后来的报告所说某一往年的数，每地、每指标、每年、每个报告年份一行';
COMMENT ON COLUMN indicator_restated.region_code IS '行政区划代码，GB/T 2260 六位数字；报告未载明时为空';
COMMENT ON COLUMN indicator_restated.indicator_id IS '指标编号，见 dim_indicator';
COMMENT ON COLUMN indicator_restated.year IS '数字所说的年份（公历年），早于报告年份';
COMMENT ON COLUMN indicator_restated.report_year IS '报告所述年份（公历年），同 fact_indicator.year';
COMMENT ON COLUMN indicator_restated.value IS '数值，单位见 unit 列';
COMMENT ON COLUMN indicator_restated.unit IS '数值的基本单位';
COMMENT ON COLUMN indicator_restated.qualifier IS '数值的限定：exact over about at_least at_most，同 fact_indicator';
COMMENT ON COLUMN indicator_restated.scope IS '口径：government 本级政府，region 全域，department 部门；看不出时为空';
COMMENT ON COLUMN indicator_restated.period_start IS '数字所涵盖时期的首日';
COMMENT ON COLUMN indicator_restated.period_end IS '数字所涵盖时期的末日（含当日）';
COMMENT ON COLUMN indicator_restated.check_status IS '核对结果：consistent 相符，inconsistent 不符；无从核对时为空';
COMMENT ON COLUMN indicator_restated.confidence IS '把握（0 至 1 的比例）';
COMMENT ON COLUMN indicator_restated.judged IS '人的判断：right、changed 或 rejected，同 fact_indicator；未经判断时为空';
COMMENT ON COLUMN indicator_restated.quote IS '原文中的数字，照原文';
COMMENT ON COLUMN indicator_restated.report_id IS '所属报告，见 report 表';
COMMENT ON COLUMN indicator_restated.fact_id IS '事实编号，见 fact_indicator';
COMMENT ON COLUMN indicator_restated.candidates IS '该报告说此年此指标的数字个数（个），其余见 figure_standing';
COMMENT ON COLUMN indicator_restated.distinct_values IS '其中不同数值的个数（个）';
COMMENT ON COLUMN indicator_restated.lowest IS '其中的最小值，单位见 unit 列';
COMMENT ON COLUMN indicator_restated.highest IS '其中的最大值，单位见 unit 列';

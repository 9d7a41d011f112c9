import Testing

@testable import Store

@Suite struct `Labels of quantization` {
    @Test(arguments: [
        ("orchid-2b.Q5_K_M", "Q5_K_M", "orchid-2b"), ("Orchid-1.8B-Chat-IQ4_XS", "IQ4_XS", "orchid-1.8b-chat"),
        ("orchid-q4_k_m-imat", "Q4_K_M", "orchid-imat"), ("orchid_bf16", "BF16", "orchid"), ("Q8_0", "Q8_0", ""),
        ("gpt-oss-20b-mxfp4", "MXFP4", "gpt-oss-20b"), ("a-F16-Q4_0", "Q4_0", "a-f16"),
        ("o-UD-Q2_K_XL", "Q2_K_XL", "o-ud"), ("o-Q4_0_4_4", "Q4_0_4_4", "o"), ("o.IQ3_XXS", "IQ3_XXS", "o"),
    ])
    func `are found in names`(_ name: String, _ text: String, _ rest: String) throws {
        let label = try #require(QuantizationLabel(in: name))
        #expect(label.text == text)
        #expect(label.rest == rest)
    }

    @Test(arguments: ["", "orchid", "faq4_0x", "q4chat", "iq4", "model-f160"])
    func `are not found inside words`(_ name: String) {
        #expect(QuantizationLabel(in: name) == nil)
    }
}

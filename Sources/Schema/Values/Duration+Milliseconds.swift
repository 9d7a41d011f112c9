extension Duration {
    /// Milliseconds, to a thousandth.
    package var milliseconds: Double { (seconds * 1_000_000).rounded() / 1_000 }

    /// Seconds, with their fraction.
    package var seconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}

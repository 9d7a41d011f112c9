/// What can go wrong with a request that needs a model.
package struct ModelProblem: RouteProblem {
    package let problem: Problem

    init(_ problem: Problem) {
        self.problem = problem
    }

    package static let codes: [Problem.Code] = [
        .modelNotSpecified, .unsupportedCapability, .contextLengthExceeded, .childRefused, .forbidden, .modelNotFound,
        .modelFileNotFound, .executableNotFound, .invalidServerArgs, .modelLoadFailed, .childFailed, .modelOverloaded,
        .allModelsPinned, .modelTooLarge, .modelFailing, .shuttingDown, .modelLoadTimeout,
    ]
}

/// What can go wrong with reading the configuration again.
package struct ReloadProblem: RouteProblem {
    package let problem: Problem

    package static let codes: [Problem.Code] = [.invalidConfiguration]
}

/// What can go wrong with a question about one model.
package struct LookUpProblem: RouteProblem {
    package let problem: Problem

    package static let codes: [Problem.Code] = [.modelNotSpecified, .invalidValue, .forbidden, .modelNotFound]
}

/// What can go wrong with a question to a model that has to run already.
package struct LoadedProblem: RouteProblem {
    package let problem: Problem

    package static let codes: [Problem.Code] =
        LookUpProblem.codes + [.modelNotLoaded, .unsupportedCapability, .childRefused, .childFailed]
}

/// What can go wrong with a list in pages.
package struct ListProblem: RouteProblem {
    package let problem: Problem

    package static let codes: [Problem.Code] = [.invalidValue]
}

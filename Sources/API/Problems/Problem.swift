/// Something that went wrong with a request, before it is put into a dialect's words.
package struct Problem: Error, Hashable, Sendable {
    /// What kind of thing it is; decides the status.
    package let code: Code
    /// What happened, to which model, and what helps.
    package let message: String
    /// What Ollama's clients know this problem by; `nil` when they know no text for it.
    package var ollamaText: String?
    /// The field of the request that is to blame.
    package var parameter: String?
    /// When a further try makes sense, in whole seconds.
    package var retryAfter: Int?
    /// The status that the child chose, where it knows better than ``Code/status``.
    package var childStatus: Int?
    /// The type that the child chose.
    package var childType: String?

    /// Notes a problem.
    package init(_ code: Code, _ message: String, parameter: String? = nil, retryAfter: Int? = nil) {
        self.code = code
        self.message = message
        self.parameter = parameter
        self.retryAfter = retryAfter
    }

    /// The kinds of problem, spelled as clients get them.
    package enum Code: String, CaseIterable, Sendable {
        case invalidJSON = "invalid_json"
        case invalidForm = "invalid_form"
        case invalidImage = "invalid_image"
        case unsupportedMediaType = "unsupported_media_type"
        case invalidValue = "invalid_value"
        case missingField = "missing_field"
        case modelNotSpecified = "model_not_specified"
        case unsupportedCapability = "unsupported_capability"
        case contextLengthExceeded = "context_length_exceeded"
        case childRefused = "backend_refused"
        case invalidAPIKey = "invalid_api_key"
        case permissionDenied = "permission_denied"
        case forbidden
        case modelNotFound = "model_not_found"
        case modelNotLoaded = "model_not_loaded"
        case modelFileNotFound = "model_file_not_found"
        case notFound = "not_found"
        case methodNotAllowed = "method_not_allowed"
        case payloadTooLarge = "payload_too_large"
        case headTooLarge = "head_too_large"
        case executableNotFound = "executable_not_found"
        case invalidServerArgs = "invalid_server_args"
        case modelLoadFailed = "model_load_failed"
        case modelLoadTimeout = "model_load_timeout"
        case childFailed = "backend_failed"
        case modelOverloaded = "model_overloaded"
        case allModelsPinned = "all_models_pinned"
        case modelTooLarge = "model_too_large"
        case modelFailing = "model_failing"
        case shuttingDown = "shutting_down"
        case notAvailable = "not_available"
        case invalidConfiguration = "invalid_configuration"
        case diskFull = "disk_full"
        case downloadFailed = "download_failed"
        case internalError = "internal_error"

        /// The HTTP status.
        package var status: Int {
            switch self {
            case .invalidJSON, .invalidForm, .invalidImage, .invalidValue, .missingField, .modelNotSpecified,
                .unsupportedCapability,
                .contextLengthExceeded, .childRefused, .modelNotLoaded, .invalidConfiguration:
                400
            case .invalidAPIKey: 401
            case .permissionDenied, .forbidden: 403
            case .modelNotFound, .modelFileNotFound, .notFound: 404
            case .methodNotAllowed: 405
            case .payloadTooLarge: 413
            case .unsupportedMediaType: 415
            case .headTooLarge: 431
            case .executableNotFound, .invalidServerArgs, .modelLoadFailed, .internalError: 500
            case .diskFull: 507
            case .childFailed, .downloadFailed: 502
            case .modelOverloaded, .allModelsPinned, .modelTooLarge, .modelFailing, .shuttingDown, .notAvailable: 503
            case .modelLoadTimeout: 504
            }
        }

        /// One sentence for the document.
        package var summary: String {
            switch self {
            case .invalidJSON: "The body is not JSON."
            case .invalidForm: "The body is no form."
            case .invalidImage: "A file is no picture that is known."
            case .unsupportedMediaType: "The body is of another kind than its Content-Type should say."
            case .invalidValue: "Fields of the request have values that they cannot have."
            case .missingField: "Fields that must be there are not."
            case .modelNotSpecified: "The request names no model, and there is no default one."
            case .unsupportedCapability: "The model cannot do what was asked of it."
            case .contextLengthExceeded: "The prompt is longer than the model's context."
            case .childRefused: "The model's server refused the request."
            case .invalidAPIKey: "The request shows no API key of this server."
            case .permissionDenied: "The API key is not good for this, or not for this model."
            case .forbidden: "This is not done here."
            case .modelNotFound: "No model has this name."
            case .modelNotLoaded: "The model does not run, and is not loaded for this."
            case .modelFileNotFound: "The model's file is not there."
            case .notFound: "Nothing is served at this path."
            case .methodNotAllowed: "The path is served, but not with this method."
            case .payloadTooLarge: "The body is too long."
            case .headTooLarge: "The request's headers are too long."
            case .executableNotFound: "The program that runs the model is not there."
            case .invalidServerArgs: "The model's arguments cannot be understood."
            case .modelLoadFailed: "The model's server ended while it was loading."
            case .modelLoadTimeout: "The model took too long to load."
            case .childFailed: "The model's server ended or broke off while it was answering."
            case .modelOverloaded: "Too many requests wait, or this one has waited too long."
            case .allModelsPinned: "Pinned models leave no room for this one."
            case .modelTooLarge: "The model takes more memory than there is for all models together."
            case .modelFailing: "The model has ended by itself again and again, and is left alone for a while."
            case .shuttingDown: "The server is shutting down."
            case .notAvailable: "There is no such thing here."
            case .invalidConfiguration: "models.yaml is bad; the former configuration stays."
            case .diskFull: "The disk is full."
            case .downloadFailed: "The server that has the model refused, or broke off."
            case .internalError: "Something that should not happen did."
            }
        }
    }

    /// The HTTP status of this problem.
    package var status: Int { childStatus ?? code.status }
}

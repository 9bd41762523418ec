"""Every refusal of the domain.

InvoiceError
├── NotFound
│   ├── InvoiceNotFound       no invoice has this id
│   ├── PaymentNotFound       the invoice has no such payment
│   ├── RecordNotFound        the chain has no record at this position
│   ├── CustomerUnknown       clientes does not know this customer
│   └── PageNotFound          the list ends before this page
├── InvoiceStale              somebody changed it since it was read
├── PreconditionMissing       a transition wants to know what the caller has read
├── Invalid
│   ├── AmountMismatch        the amount stated is not the sum of the concepts
│   └── DataMissing           the law wants data that are not there
├── CursorInvalid             no list of ours gave this cursor
└── Conflict
    ├── InvoiceAlreadyIssued  an issued invoice is neither changed nor deleted nor issued again
    ├── InvoiceNotIssued      a draft has neither payments nor corrections
    ├── InvoiceAnnulled       nothing more happens to an annulled invoice
    ├── InvoiceReplaced       another invoice has taken its place
    ├── AnnulmentForbidden    it is paid or corrected, so it did exist
    ├── SimplifiedNotAllowed  the law wants a full invoice
    ├── NotSimplified         only a simplified invoice is exchanged for a full one
    ├── RecipientUnfit        the way it is taxed wants another recipient
    ├── DeliveryInFuture      what is charged has not been delivered
    ├── NegativeTotal         only a corrective invoice gives back
    ├── CustomerDiffers       differences are owed by who owes the rest
    ├── IssuerDiffers         who issued an invoice corrects it
    ├── TypeUnfit             that type does not correct this invoice
    ├── CorrectTheOriginal    differences are not corrected, but what they are of
    ├── CorrectionTooLate     four years have passed
    ├── CorrectionTooLarge    more would be given back than was charged
    ├── DateGoesBack          the clock is behind the last invoice of the series
    ├── NothingOwed           there is nothing to pay
    ├── PaymentTooLarge       more would be paid than is owed
    ├── RefundForbidden       no corrective invoice says to give anything back
    ├── PaidElsewhere         what corrects by differences is paid on the invoice that it corrects
    ├── PaymentInFuture       nobody has paid tomorrow
    ├── TooManyPayments       so many payments are no payments
    ├── ExchangeDiffers       a full invoice says what the simplified one said
    ├── JobsAlreadyCharged    another invoice charges these jobs
    ├── JobRepeated           one invoice charges a job twice
    ├── JobsUnfinished        a vehicle still has work under way
    ├── NothingToCharge       no finished job is left to charge
    ├── ChargeMissing         nobody said what these jobs cost
    ├── ChargeUnexpected      a price came for jobs that are not to be charged
    ├── TooManyParts          so many different parts are no repair
    ├── AmountTooLarge        an amount passes what an invoice may hold
    ├── VehiclesUnknown       vehiculos does not know these vehicles
    ├── PartsUnknown          recambios does not know these parts
    ├── ChainBroken           the last record was altered (in records.py)
    └── ClockBehind           the last record is later than the clock (in records.py)

The facts of a refusal are its attributes; its text, in Spanish, is for who made the request.
"""

from taller.invoices.domain.errors.charging import (
    AmountTooLarge,
    ChargeMissing,
    ChargeUnexpected,
    JobRepeated,
    JobsAlreadyCharged,
    JobsUnfinished,
    NothingToCharge,
    PartsUnknown,
    TooManyParts,
    VehiclesUnknown,
)
from taller.invoices.domain.errors.life import (
    AnnulmentForbidden,
    CorrectionTooLarge,
    CorrectionTooLate,
    CorrectTheOriginal,
    CustomerDiffers,
    DateGoesBack,
    DeliveryInFuture,
    ExchangeDiffers,
    InvoiceAlreadyIssued,
    InvoiceAnnulled,
    InvoiceNotIssued,
    InvoiceReplaced,
    IssuerDiffers,
    NegativeTotal,
    NotSimplified,
    RecipientUnfit,
    SimplifiedNotAllowed,
    TypeUnfit,
)
from taller.invoices.domain.errors.money import (
    NothingOwed,
    PaidElsewhere,
    PaymentInFuture,
    PaymentTooLarge,
    RefundForbidden,
    TooManyPayments,
)
from taller.invoices.domain.errors.root import (
    AmountMismatch,
    Conflict,
    CursorInvalid,
    CustomerUnknown,
    DataMissing,
    Invalid,
    InvoiceError,
    InvoiceNotFound,
    InvoiceStale,
    NotFound,
    PageNotFound,
    PaymentNotFound,
    PreconditionMissing,
    RecordNotFound,
)

__all__ = [
    "AmountMismatch",
    "AmountTooLarge",
    "AnnulmentForbidden",
    "ChargeMissing",
    "ChargeUnexpected",
    "Conflict",
    "CorrectTheOriginal",
    "CorrectionTooLarge",
    "CorrectionTooLate",
    "CursorInvalid",
    "CustomerDiffers",
    "CustomerUnknown",
    "DataMissing",
    "DateGoesBack",
    "DeliveryInFuture",
    "ExchangeDiffers",
    "Invalid",
    "InvoiceAlreadyIssued",
    "InvoiceAnnulled",
    "InvoiceError",
    "InvoiceNotFound",
    "InvoiceNotIssued",
    "InvoiceReplaced",
    "InvoiceStale",
    "IssuerDiffers",
    "JobRepeated",
    "JobsAlreadyCharged",
    "JobsUnfinished",
    "NegativeTotal",
    "NotFound",
    "NotSimplified",
    "NothingOwed",
    "NothingToCharge",
    "PageNotFound",
    "PaidElsewhere",
    "PartsUnknown",
    "PaymentInFuture",
    "PaymentNotFound",
    "PaymentTooLarge",
    "PreconditionMissing",
    "RecipientUnfit",
    "RecordNotFound",
    "RefundForbidden",
    "SimplifiedNotAllowed",
    "TooManyParts",
    "TooManyPayments",
    "TypeUnfit",
    "VehiclesUnknown",
]

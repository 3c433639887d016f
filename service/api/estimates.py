"""`/v1/estimates`: figures whose intervals hold, because a random part was checked by people."""

from fastapi import APIRouter

from service.actions.estimating import estimate
from service.actions.estimating_types import EstimateRequest, Estimates
from service.api.deps import Analyst
from service.doors import TheWorkshop

router = APIRouter(prefix="/v1/estimates", tags=["estimates"])


@router.post("")
def make_estimate(request: EstimateRequest, workshop: TheWorkshop, principal: Analyst) -> Estimates:
    """How often a code applies, in all or by group or period, differences, trends, regression coefficients, voices.

    409 says that too little was drawn by lot or decided, and what to do; no figure is invented.
    """
    return estimate(workshop, principal, request)

from treffen.admission import admit as admit
from treffen.errors import TreffenError as TreffenError
from treffen.files import read_plan as read_plan
from treffen.files import read_problem as read_problem
from treffen.files import write_plan as write_plan
from treffen.files import write_problem as write_problem
from treffen.problem import Participant as Participant
from treffen.problem import Place as Place
from treffen.problem import Problem as Problem
from treffen.problem import Request as Request
from treffen.problem import Slot as Slot
from treffen.repair import repair
from treffen.scheduling import Limits as Limits
from treffen.scheduling import Stop as Stop
from treffen.scheduling import schedule as schedule
from treffen.verification import verify as verify
from treffen.words import located_fault as located_fault

repair_plan = repair
__version__: str

"""What the seven services promised in their first documents; the contracts still promise it."""

from tests.specs.first_practice_1_to_4 import CLIENTES, NOTIFICACIONES, TRABAJOS, VEHICULOS
from tests.specs.first_practice_5_to_7 import FACTURAS, LOGS, RECAMBIOS

FIRST_PRACTICE = (CLIENTES, VEHICULOS, TRABAJOS, NOTIFICACIONES, FACTURAS, RECAMBIOS, LOGS)
